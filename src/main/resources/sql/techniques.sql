-- One row per run and technique: what it changes against the baseline, one entry per axis, the share of the context that prompt compression is to keep, and its place in Table 1; the stack without its batch, and the batch; Table 1's names are known, other stacks are in the run's manifest.
WITH table1 AS (
  SELECT place, technique, split(changes, ' ') AS changes
  FROM
    VALUES
      (1, 'BF16', 'bf16'),
      (2, 'FP16_c', 'c'),
      (3, 'BF16_c', 'bf16 c'),
      (4, 'KV-Q', 'kvq'),
      (5, 'W4A16', 'w4'),
      (6, 'Minitron', 'pruned'),
      (7, 'Nemotron', 'pruned'),
      (8, 'KV-Q+c', 'kvq c'),
      (9, 'W4A16+c', 'w4 c'),
      (10, 'Mini+c', 'pruned c'),
      (11, 'W4A16+KVQ', 'w4 kvq'),
      (12, 'Mini+KVQ', 'pruned kvq'),
      (13, 'Mini+W4A16', 'pruned w4')
      AS names(place, technique, changes)
),
own AS (
  SELECT run_id, stack.name AS technique, stack.changes, stack.keep_rate, stack.stack, stack.batch
  FROM runs
  LATERAL VIEW explode(
    from_json(
      get_json_object(manifest, '$.techniques'),
      'array<struct<name: string, changes: array<string>, keep_rate: double, stack: string, batch: int>>'
    )
  ) AS stack
),
used AS (
  SELECT DISTINCT run_id, technique
  FROM latest_generations
)
SELECT
  used.run_id,
  used.technique,
  coalesce(own.changes, table1.changes, array()) AS changes,
  coalesce(own.keep_rate, CASE WHEN array_contains(table1.changes, 'c') THEN 0.5 ELSE 1 END)
    AS keep_rate,
  coalesce(table1.place, CASE WHEN own.changes IS NULL THEN 0 ELSE 100 END) AS place,
  coalesce(own.stack, used.technique) AS stack,
  coalesce(own.batch, 1) AS batch
FROM used
LEFT JOIN own
  USING (run_id, technique)
LEFT JOIN table1
  ON table1.technique = used.technique
