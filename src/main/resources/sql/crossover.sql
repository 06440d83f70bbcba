-- One row per run, model, technique, protocol, benchmark and kind of batching: the smallest batch of those that were run in which the technique gives no more tokens per second than the baseline in the same batch (null: in none), and where that batch may lie, by the 95 % intervals of the ratios: from the smallest in which the interval reaches down to 1, to the smallest in which all of it does.
WITH kinds AS (
  SELECT DISTINCT run_id, model, protocol, batching
  FROM batch
  WHERE batch > 1
)
SELECT
  b.run_id,
  b.model,
  b.technique,
  b.protocol,
  kinds.batching,
  any_value(b.baseline) AS baseline,
  min(CASE WHEN b.throughput_ratio <= 1 THEN b.batch END) AS crossover,
  min(CASE WHEN b.ratio_low <= 1 THEN b.batch END) AS crossover_from,
  min(CASE WHEN b.ratio_high <= 1 THEN b.batch END) AS crossover_to,
  min_by(b.throughput_ratio, b.batch) AS first_ratio,
  max_by(b.throughput_ratio, b.batch) AS last_ratio,
  max(b.batch) AS largest_batch,
  b.benchmark
FROM batch AS b
JOIN kinds
  ON kinds.run_id = b.run_id
  AND kinds.model = b.model
  AND kinds.protocol = b.protocol
  AND (b.batch = 1 OR b.batching = kinds.batching)
WHERE b.throughput_ratio IS NOT NULL
GROUP BY b.run_id, b.model, b.technique, b.protocol, b.benchmark, kinds.batching
