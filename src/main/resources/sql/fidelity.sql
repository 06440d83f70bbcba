-- One row per run, model, technique, protocol and task, and for all tasks together, of models that were compared token by token: how far the technique is from its baseline along the baseline's answers (KL divergence in nats, mean over samples of the mean over positions, with a 95 % bootstrap interval), the share of positions where another token is best with its interval, the median position where the free answers part, the share of answers that never do, or why nothing is known.
WITH cells AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    max(compress_ms) > 0 AS is_compressed,
    max(batch) > 1 AS is_batched
  FROM latest_generations
  GROUP BY run_id, model, technique, task, protocol
),
wanted AS (
  SELECT
    cells.run_id,
    cells.model,
    cells.technique,
    cells.protocol,
    counted AS task,
    baselines.baseline,
    max(cells.is_compressed) AS is_compressed,
    max(cells.is_batched) AS is_batched
  FROM cells
  JOIN baselines
    ON baselines.run_id = cells.run_id
    AND baselines.model = cells.model
    AND baselines.baseline <> cells.technique
  JOIN (SELECT DISTINCT run_id, model FROM latest_divergences) AS compared
    ON compared.run_id = cells.run_id
    AND compared.model = cells.model
  LATERAL VIEW explode(array(cells.task, 'all')) AS counted
  GROUP BY ALL
),
measured AS (
  SELECT
    run_id,
    model,
    technique,
    protocol,
    counted AS task,
    count(mean_kl) AS n,
    avg(mean_kl) AS mean_kl,
    ratio_interval(collect_list(CASE WHEN mean_kl IS NOT NULL THEN array(mean_kl, 1D) END)) AS interval,
    sum(flips) / sum(positions) AS flip_rate,
    ratio_interval(collect_list(CASE WHEN mean_kl IS NOT NULL THEN array(CAST(flips AS DOUBLE), CAST(positions AS DOUBLE)) END)) AS flips,
    percentile(first_difference, 0.5) AS first_difference,
    avg(CASE WHEN mean_kl IS NOT NULL THEN CAST(first_difference IS NULL AS INT) END) AS same_answers,
    bool_and(whole_vocabulary) AS whole_vocabulary,
    sum(follow_ms) / 1000 AS follow_s,
    max(message) AS message
  FROM latest_divergences
  LATERAL VIEW explode(array(task, 'all')) AS counted
  GROUP BY run_id, model, technique, protocol, counted
)
SELECT
  wanted.run_id,
  wanted.model,
  wanted.technique,
  wanted.task,
  wanted.protocol,
  wanted.baseline,
  coalesce(measured.n, 0) AS n,
  measured.mean_kl,
  measured.interval.low AS mean_kl_low,
  measured.interval.high AS mean_kl_high,
  measured.flip_rate,
  measured.flips.low AS flip_rate_low,
  measured.flips.high AS flip_rate_high,
  measured.first_difference,
  measured.same_answers,
  measured.whole_vocabulary,
  measured.follow_s,
  CASE
    WHEN measured.n > 0 THEN measured.message
    WHEN wanted.is_compressed THEN 'its prompt is compressed, so it is another one than the baseline\'s'
    WHEN wanted.is_batched THEN 'its samples are decoded together; alone they are those of the technique without a batch'
    ELSE measured.message
  END AS message
FROM wanted
LEFT JOIN measured
  USING (run_id, model, technique, protocol, task)
-- What is never compared says so once.
WHERE wanted.task = 'all'
  OR measured.n > 0
  OR NOT (wanted.is_compressed OR coalesce(wanted.is_batched, false))
