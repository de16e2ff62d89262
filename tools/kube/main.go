// Kube reads Kubernetes manifests as strictly as the API server does: every
// document has a known kind, and every field is one of that kind's. It says what
// is in them, or what is wrong.
//
//	kube FILE...
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

// kinds are what manifests may hold.
var kinds = map[string]func() any{
	"v1 Namespace":                       func() any { return &corev1.Namespace{} },
	"v1 Service":                         func() any { return &corev1.Service{} },
	"v1 ConfigMap":                       func() any { return &corev1.ConfigMap{} },
	"v1 PersistentVolumeClaim":           func() any { return &corev1.PersistentVolumeClaim{} },
	"v1 ServiceAccount":                  func() any { return &corev1.ServiceAccount{} },
	"apps/v1 Deployment":                 func() any { return &appsv1.Deployment{} },
	"batch/v1 Job":                       func() any { return &batchv1.Job{} },
	"policy/v1 PodDisruptionBudget":      func() any { return &policyv1.PodDisruptionBudget{} },
	"networking.k8s.io/v1 NetworkPolicy": func() any { return &networkingv1.NetworkPolicy{} },
	"networking.k8s.io/v1 Ingress":       func() any { return &networkingv1.Ingress{} },
}

func main() {
	wrong := false
	for _, file := range os.Args[1:] {
		if err := check(os.Stdout, file); err != nil {
			fmt.Fprintln(os.Stderr, "kube:", err)
			wrong = true
		}
	}
	if wrong || len(os.Args) < 2 {
		os.Exit(1)
	}
}

func check(w io.Writer, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all error
	for i, document := range bytes.Split(data, []byte("\n---\n")) {
		var head struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
			Metadata   struct{ Name string }
		}
		if err := yaml.Unmarshal(document, &head); err != nil {
			all = errors.Join(all, fmt.Errorf("%s: document %d: %w", file, i+1, err))
			continue
		}
		make, known := kinds[strings.TrimSpace(head.APIVersion+" "+head.Kind)]
		if !known {
			all = errors.Join(all, fmt.Errorf("%s: document %d: unknown kind %s %s", file, i+1, head.APIVersion, head.Kind))
			continue
		}
		if err := yaml.UnmarshalStrict(document, make()); err != nil {
			all = errors.Join(all, fmt.Errorf("%s: %s %s: %w", file, head.Kind, head.Metadata.Name, err))
			continue
		}
		fmt.Fprintf(w, "%s: %s %s\n", file, head.Kind, head.Metadata.Name)
	}
	return all
}
