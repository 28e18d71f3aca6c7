"""The record beside its peers: appending, as-of reads and the latest matrix."""
