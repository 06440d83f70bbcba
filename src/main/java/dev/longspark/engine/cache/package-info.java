/**
 * Keys and values into a cache, under some policy. In comes a {@link
 * dev.longspark.engine.cache.CachePolicy}, a value that travels; out comes a {@link
 * dev.longspark.engine.cache.KvCache}, the native memory of one sample, opened and closed with it
 * and never shared.
 *
 * <p>The arithmetic stands in {@code torchscript/cache.py} and one file per policy. A new policy
 * is: a record that {@code CachePolicy} permits, a file {@code torchscript/cache_NAME.py} with a
 * class that has the methods of {@code LayerCache}, and its line in {@code cache.make()}. Attention
 * over parts of the keys comes from {@code torchscript/attention.py}: pairs of result and
 * log-sum-exp, merged over disjoint keys, so that a cache dequantizes block by block; bit-packed
 * codes are {@code torchscript/packed.py}. On a CUDA device a kernel of ours may take single
 * tokens, in a {@link dev.longspark.engine.cache.TokenPass}, for policies that say its shape.
 *
 * <p>Start reading at {@link dev.longspark.engine.cache.CachePolicy}.
 */
package dev.longspark.engine.cache;
