"""What files say, remembered between reviews: a cache that can only save time.

Whatever goes wrong with it is logged once, and the facts are read anew.
"""
