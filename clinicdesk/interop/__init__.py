"""What ClinicDesk knows, in the words other programs understand: values in, plain JSON documents out."""
