//go:build tools

// Package tools names what this module is for: kustomize, of the version that kubectl 1.27 has built in.
package tools

import _ "sigs.k8s.io/kustomize/kustomize/v5"
