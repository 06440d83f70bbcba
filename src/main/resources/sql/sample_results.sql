-- One row per completed generation: its measurements (seconds, GB = 10^9 bytes) and its scores times 100; null where it has no such score.
WITH scored AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    sample_key,
    map_from_entries(collect_list(struct(metric, 100 * value))) AS scores
  FROM latest_scores
  GROUP BY run_id, model, technique, task, protocol, sample_key
)
SELECT
  g.run_id,
  g.model,
  g.technique,
  g.task,
  g.protocol,
  g.sample_key,
  g.metric,
  scored.scores[g.metric] AS score,
  scored.scores['qa_precision'] AS precision,
  scored.scores['qa_recall'] AS recall,
  scored.scores['hallucination'] AS hallucination,
  -- The bin's lower end: the largest power of two up to the context's words.
  CAST(pow(2, floor(log2(greatest(samples.length, 1)))) AS INT) AS words_from,
  g.prompt_tokens,
  g.new_tokens,
  g.compress_ms / 1000 AS compress_s,
  g.ttft_ms / 1000 AS ttft_s,
  g.decode_ms / 1000 AS decode_s,
  g.e2e_ms / 1000 AS e2e_s,
  g.peak_memory_bytes / 1e9 AS memory_gb,
  g.kv_bytes / 1e9 AS kv_gb,
  g.kept_tokens,
  g.kept_share,
  g.kept_view,
  g.benchmark,
  g.category
FROM latest_generations AS g
LEFT JOIN samples USING (task, sample_key)
LEFT JOIN scored
  USING (run_id, model, technique, task, protocol, sample_key)
WHERE g.status = 'OK'
