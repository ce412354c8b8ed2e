"""Load RDF into a store that runs elsewhere: `pushing` does it, `endpoint` says where."""
