/**
 * A seed into the embedded study: long documents in LongBench's format for six tasks, a byte-level
 * BPE tokenizer over their words, and a small decoder checkpoint. Everything that comes out is a
 * file under {@code src/main/resources/sample}; the study itself reads those files and never this
 * package.
 *
 * <p>Start reading at {@link dev.longspark.embedded.DocumentGenerator}.
 */
package dev.longspark.embedded;
