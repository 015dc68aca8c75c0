"""`adrift doctor`: whether all that the service rests on is as it has to be, and what to do where it is not."""
