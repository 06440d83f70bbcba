-- One row per run, model, technique, protocol, benchmark and bin of context words (a power of two and up): means and 95th percentiles over n samples of all its tasks.
SELECT
  run_id,
  model,
  technique,
  protocol,
  words_from,
  2 * words_from AS words_below,
  count(*) AS n,
  avg(prompt_tokens) AS prompt_tokens,
  avg(compress_s) AS compress_s,
  avg(ttft_s) AS ttft_s,
  percentile(ttft_s, 0.95) AS ttft_p95_s,
  1000 * sum(decode_s) / nullif(sum(new_tokens - 1), 0) AS ms_per_token,
  avg(e2e_s) AS e2e_s,
  percentile(e2e_s, 0.95) AS e2e_p95_s,
  avg(memory_gb) AS memory_gb,
  max(memory_gb) AS memory_max_gb,
  benchmark
FROM sample_results
GROUP BY run_id, model, technique, protocol, benchmark, words_from
