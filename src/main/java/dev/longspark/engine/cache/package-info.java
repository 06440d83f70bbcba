/**
 * Keys and values into a cache, under some policy. In comes a {@link
 * dev.longspark.engine.cache.CachePolicy}, a value that travels; out comes a {@link
 * dev.longspark.engine.cache.KvCache}, the native memory of one sample, opened and closed with it
 * and never shared.
 *
 * <p>A policy is a {@link dev.longspark.engine.cache.Retention}, which says what stays of a prompt,
 * and a {@link dev.longspark.engine.cache.Storage}, which says in what form. A new one of either
 * is: a record that the interface permits and lists, whose components are its settings; a file
 * {@code torchscript/retain_NAME.py} with a class that has the methods of {@code Retention}, or
 * {@code cache_NAME.py} with those of {@code LayerCache}; and its line in {@code make()} of {@code
 * retention.py} or {@code cache.py}. {@code eviction.py} joins the two: it gathers a layer's
 * prompt, lets the retention choose, hands what stays to the storage.
 *
 * <p>Attention over parts of the keys comes from {@code torchscript/attention.py}: pairs of result
 * and log-sum-exp, merged over disjoint keys, so that a cache dequantizes block by block;
 * bit-packed codes are {@code torchscript/packed.py}. On a CUDA device a kernel of ours may take
 * single tokens, in a {@link dev.longspark.engine.cache.TokenPass}, for policies that say its
 * shape.
 *
 * <p>Start reading at {@link dev.longspark.engine.cache.CachePolicy}.
 */
package dev.longspark.engine.cache;
