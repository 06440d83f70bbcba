/**
 * A study file and overrides into checked values. In: {@code study-defaults.yaml} (the manual of
 * every key), the user's YAML file, {@code --set key=value}; later wins. Out: a {@link
 * dev.longspark.config.Study}, immutable and serializable, or one {@link
 * dev.longspark.config.ConfigException} that names file, line, key, value and what is allowed.
 * Names of techniques, tasks and protocols are only text here; {@code plan} holds them against its
 * catalogues.
 *
 * <p>Lifetime: the run. Start reading at {@link dev.longspark.config.StudyFile}.
 */
package dev.longspark.config;
