"""From a query to ranked contents."""
