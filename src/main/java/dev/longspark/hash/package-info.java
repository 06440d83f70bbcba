/**
 * Texts, bytes and files into SHA-256: the one place that hashes, for keys, fingerprints and
 * checksums alike.
 */
package dev.longspark.hash;
