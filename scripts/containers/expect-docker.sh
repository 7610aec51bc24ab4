#!/bin/sh
# Fails where there is no Docker.
docker info > /dev/null 2>&1 || { echo 'Docker is missing, or its daemon does not answer: docker info says more' >&2; exit 1; }
