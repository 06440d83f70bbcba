-- One row per run, model, stack, protocol, benchmark and batch, of models with batches above 1, over the completed samples of all tasks. Tokens per second: all new tokens by the time from the first start to the last token of the samples that were handed over together, with a 95 % bootstrap interval over samples; scaling: by that of batch 1. Throughput ratio: a sample's tokens by its share of the model's time, over those of the baseline in the same batch, paired. Time to first token without the waiting before it; time per token and gaps without the first. Occupancy: mean live rows by the batch. Correct per second: scores within the study's limits, by the same time. Noise: the baseline in this batch against itself alone, the share of equal answers and the score's difference.
WITH limited AS (
  SELECT
    run_id,
    nullif(CAST(get_json_object(manifest, '$.limits.ttft_ms') AS DOUBLE), 0) AS ttft_limit_ms,
    nullif(CAST(get_json_object(manifest, '$.limits.tpot_ms') AS DOUBLE), 0) AS tpot_limit_ms
  FROM runs
),
batched AS (
  SELECT run_id, model
  FROM latest_generations
  WHERE batch > 1
  GROUP BY run_id, model
),
answers AS (
  SELECT
    g.run_id,
    g.model,
    t.stack AS technique,
    g.task,
    g.protocol,
    g.benchmark,
    g.sample_key,
    t.batch,
    g.batch_refill,
    g.text,
    s.value AS score,
    g.new_tokens,
    g.ttft_ms,
    g.decode_ms,
    g.waiting_ms,
    g.decode_ms / nullif(g.new_tokens - 1, 0) AS tpot_ms,
    slice(g.token_ms, 2, size(g.token_ms)) AS gaps,
    coalesce(g.waiting_ms, 0) AS start_ms,
    coalesce(g.share_ms, g.ttft_ms + g.decode_ms) AS share_ms,
    (g.new_tokens - 1) / coalesce(g.live_rows, 1) AS passes,
    coalesce(g.batch_kv_bytes, g.kv_bytes) AS cache_bytes,
    -- A sample that went alone was handed over alone.
    coalesce(concat(g.executor, ' ', g.batch_begun_at), g.sample_key) AS handed_over
  FROM latest_generations AS g
  JOIN batched
    USING (run_id, model)
  JOIN techniques AS t
    ON t.run_id = g.run_id
    AND t.technique = g.technique
  LEFT JOIN latest_scores AS s
    ON s.run_id = g.run_id
    AND s.model = g.model
    AND s.technique = g.technique
    AND s.task = g.task
    AND s.protocol = g.protocol
    AND s.sample_key = g.sample_key
    AND s.metric = g.metric
  WHERE g.status = 'OK'
    AND g.ttft_ms IS NOT NULL
),
bases AS (
  SELECT
    run_id,
    model,
    min_by(technique, array_position(array('FP16', 'FP32', 'BF16'), technique)) AS baseline
  FROM answers
  WHERE technique IN ('FP16', 'FP32', 'BF16')
  GROUP BY run_id, model
),
spans AS (
  SELECT run_id, model, technique, protocol, benchmark, batch, batch_refill, sum(span_s) AS span_s
  FROM (
    SELECT
      run_id,
      model,
      technique,
      protocol,
      benchmark,
      batch,
      batch_refill,
      (max(start_ms + ttft_ms + decode_ms) - min(start_ms)) / 1000 AS span_s
    FROM answers
    GROUP BY
      run_id,
      model,
      technique,
      protocol,
      benchmark,
      batch,
      batch_refill,
      task,
      handed_over
  )
  GROUP BY run_id, model, technique, protocol, benchmark, batch, batch_refill
),
gaps AS (
  SELECT
    run_id,
    model,
    technique,
    protocol,
    benchmark,
    batch,
    batch_refill,
    percentile(gap, array(0.5, 0.95, 0.99)) AS gap_ms
  FROM answers
  LATERAL VIEW explode(gaps) AS gap
  GROUP BY run_id, model, technique, protocol, benchmark, batch, batch_refill
),
compared AS (
  SELECT
    a.run_id,
    a.model,
    a.technique,
    a.protocol,
    a.benchmark,
    a.batch,
    a.batch_refill,
    avg(a.score) - avg(b.score) AS score_difference,
    ratio_interval(
      collect_list(
        array(CAST(a.new_tokens AS DOUBLE), a.share_ms, CAST(b.new_tokens AS DOUBLE), b.share_ms)
      )
    ) AS ratio
  FROM answers AS a
  JOIN bases
    ON bases.run_id = a.run_id
    AND bases.model = a.model
    AND bases.baseline <> a.technique
  JOIN answers AS b
    ON b.run_id = a.run_id
    AND b.model = a.model
    AND b.technique = bases.baseline
    AND b.task = a.task
    AND b.protocol = a.protocol
    AND b.sample_key = a.sample_key
    AND b.batch = a.batch
    AND b.batch_refill <=> a.batch_refill
  GROUP BY a.run_id, a.model, a.technique, a.protocol, a.benchmark, a.batch, a.batch_refill
),
noise AS (
  SELECT
    a.run_id,
    a.model,
    a.protocol,
    a.benchmark,
    a.batch,
    a.batch_refill,
    avg(CAST(a.text = b.text AS INT)) AS noise_same_answers,
    avg(a.score) - avg(b.score) AS noise_score_difference
  FROM answers AS a
  JOIN bases
    ON bases.run_id = a.run_id
    AND bases.model = a.model
    AND bases.baseline = a.technique
  JOIN answers AS b
    ON b.run_id = a.run_id
    AND b.model = a.model
    AND b.technique = a.technique
    AND b.task = a.task
    AND b.protocol = a.protocol
    AND b.sample_key = a.sample_key
    AND b.batch = 1
  GROUP BY a.run_id, a.model, a.protocol, a.benchmark, a.batch, a.batch_refill
),
summed AS (
  SELECT
    a.run_id,
    a.model,
    a.technique,
    a.protocol,
    a.benchmark,
    a.batch,
    a.batch_refill,
    count(*) AS n,
    avg(a.score) AS score,
    sum(a.new_tokens) AS tokens,
    ratio_interval(collect_list(array(CAST(a.new_tokens AS DOUBLE), a.share_ms))) AS speed,
    avg(a.ttft_ms) / 1000 AS ttft_s,
    avg(a.waiting_ms) / 1000 AS waiting_s,
    sum(a.decode_ms) / nullif(sum(a.new_tokens - 1), 0) AS tpot_ms,
    sum(a.new_tokens - 1) / nullif(a.batch * sum(a.passes), 0) AS occupancy,
    max(a.cache_bytes) / 1e9 AS caches_gb,
    sum(
      CASE
        WHEN a.ttft_ms <= coalesce(limited.ttft_limit_ms, double('infinity'))
          AND coalesce(a.tpot_ms, 0) <= coalesce(limited.tpot_limit_ms, double('infinity'))
          THEN a.score
        ELSE 0
      END
    ) AS correct,
    any_value(limited.ttft_limit_ms) AS ttft_limit_ms,
    any_value(limited.tpot_limit_ms) AS tpot_limit_ms
  FROM answers AS a
  LEFT JOIN limited
    USING (run_id)
  GROUP BY a.run_id, a.model, a.technique, a.protocol, a.benchmark, a.batch, a.batch_refill
)
SELECT
  s.run_id,
  s.model,
  s.technique,
  s.protocol,
  s.batch,
  coalesce(s.batch_refill, 'ALONE') AS batching,
  s.n,
  s.tokens / nullif(spans.span_s, 0) AS tokens_per_second,
  s.tokens / nullif(spans.span_s, 0) * s.speed.low / s.speed.estimate AS low,
  s.tokens / nullif(spans.span_s, 0) * s.speed.high / s.speed.estimate AS high,
  s.tokens / nullif(spans.span_s, 0)
    / max(CASE WHEN s.batch = 1 THEN s.tokens / nullif(spans.span_s, 0) END)
      OVER (PARTITION BY s.run_id, s.model, s.technique, s.protocol, s.benchmark) AS scaling,
  bases.baseline,
  compared.ratio.estimate AS throughput_ratio,
  compared.ratio.low AS ratio_low,
  compared.ratio.high AS ratio_high,
  s.ttft_s,
  s.waiting_s,
  s.tpot_ms,
  gaps.gap_ms[0] AS gap_p50_ms,
  gaps.gap_ms[1] AS gap_p95_ms,
  gaps.gap_ms[2] AS gap_p99_ms,
  s.occupancy,
  s.caches_gb,
  100 * s.score AS score,
  100 * compared.score_difference AS score_difference,
  100 * noise.noise_score_difference AS noise_score_difference,
  noise.noise_same_answers,
  s.correct / nullif(spans.span_s, 0) AS correct_per_second,
  s.ttft_limit_ms,
  s.tpot_limit_ms,
  s.benchmark
FROM summed AS s
JOIN spans
  ON spans.run_id = s.run_id
  AND spans.model = s.model
  AND spans.technique = s.technique
  AND spans.protocol = s.protocol
  AND spans.benchmark = s.benchmark
  AND spans.batch = s.batch
  AND spans.batch_refill <=> s.batch_refill
LEFT JOIN gaps
  ON gaps.run_id = s.run_id
  AND gaps.model = s.model
  AND gaps.technique = s.technique
  AND gaps.protocol = s.protocol
  AND gaps.benchmark = s.benchmark
  AND gaps.batch = s.batch
  AND gaps.batch_refill <=> s.batch_refill
LEFT JOIN compared
  ON compared.run_id = s.run_id
  AND compared.model = s.model
  AND compared.technique = s.technique
  AND compared.protocol = s.protocol
  AND compared.benchmark = s.benchmark
  AND compared.batch = s.batch
  AND compared.batch_refill <=> s.batch_refill
LEFT JOIN noise
  ON noise.run_id = s.run_id
  AND noise.model = s.model
  AND noise.protocol = s.protocol
  AND noise.benchmark = s.benchmark
  AND noise.batch = s.batch
  AND noise.batch_refill <=> s.batch_refill
LEFT JOIN bases
  ON bases.run_id = s.run_id
  AND bases.model = s.model
