# make run    the desk, on this computer
# make test   everything that is checked: lint, types, import contracts, tests
# make explore  the tests again, in another order and with other examples each time
# make bench  the speed budgets
# make screens  the pictures in docs/screens
.PHONY: run test explore lint bench screens clean

bin := .venv/bin

run:
	@.ci/prepare
	@$(bin)/clinicdesk || { status=$$?; [ $$status -eq 3 ] || exit $$status; $(bin)/clinicdesk story out; }

test: lint
	@QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest --ignore=tests/bench -n auto --dist loadfile --max-worker-restart 0 --randomly-seed=1

explore: lint
	@EXPLORE=1 QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest --ignore=tests/bench -n auto --dist loadfile --max-worker-restart 0

lint:
	@.ci/prepare dev
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/lint-imports

bench:
	@.ci/prepare dev,bench
	@QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest tests/bench -p no:randomly --benchmark-columns=min,median,max,rounds --benchmark-sort=name

screens:
	@.ci/prepare
	@$(bin)/clinicdesk story --both docs/screens && rm -f docs/screens/*.pdf

clean:
	rm -rf .venv out build dist
