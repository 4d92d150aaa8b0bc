"""Measurements of newsconv beside its peers; `./run bench` runs them."""
