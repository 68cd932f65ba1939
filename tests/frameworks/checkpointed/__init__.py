"""Take up runs of real frameworks in another process than the one that began them, in a changed state."""
