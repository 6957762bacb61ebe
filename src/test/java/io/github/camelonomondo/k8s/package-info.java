/**
 * The manifests of {@code k8s/}, held to the types of Kubernetes, OpenShift and Strimzi, and to what the connector is.
 *
 * <p>The rule: a check says what is wrong and throws nothing, so that the mutants of {@link
 * io.github.camelonomondo.k8s.ManifestMutantsTest} pass through the very checks that guard the manifests.
 */
package io.github.camelonomondo.k8s;
