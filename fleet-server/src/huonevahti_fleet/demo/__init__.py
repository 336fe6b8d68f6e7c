"""The demo: the whole product on one machine, with rooms that can be broken by hand."""
