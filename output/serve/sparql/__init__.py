"""The SPARQL 1.1 Protocol over a pool of workers."""
