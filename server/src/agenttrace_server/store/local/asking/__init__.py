"""Questions in the filter language, as SQL over segments and over the catalog."""
