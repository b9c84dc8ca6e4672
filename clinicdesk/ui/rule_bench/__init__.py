from clinicdesk.ui.rule_bench.page import RuleBenchPage

__all__ = ["RuleBenchPage"]
