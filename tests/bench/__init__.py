"""What `make bench` measures: nothing here is asserted, everything is printed."""
