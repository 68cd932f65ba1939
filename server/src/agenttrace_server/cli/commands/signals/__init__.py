"""One file for each command about logs and metrics that emitters sent."""
