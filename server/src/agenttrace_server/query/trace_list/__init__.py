"""What stands around the list of traces: its facets and histogram, and the views of it that people saved."""
