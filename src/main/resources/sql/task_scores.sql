-- One row per run, model, technique, task and protocol: the mean of the benchmark's metric times 100, over n samples; failures are not in it.
SELECT
  g.run_id,
  g.model,
  g.technique,
  g.task,
  g.protocol,
  g.metric,
  100 * avg(s.value) AS score,
  count(s.value) AS n,
  count_if(g.status = 'FAILED') AS failures,
  count_if(g.status = 'OUT_OF_MEMORY') AS out_of_memory
FROM latest_generations AS g
LEFT JOIN latest_scores AS s
  ON s.run_id = g.run_id
  AND s.model = g.model
  AND s.technique = g.technique
  AND s.task = g.task
  AND s.protocol = g.protocol
  AND s.sample_key = g.sample_key
  AND s.metric = g.metric
GROUP BY g.run_id, g.model, g.technique, g.task, g.protocol, g.metric
