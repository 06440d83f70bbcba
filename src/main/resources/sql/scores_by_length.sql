-- One row per run, model, technique, task, protocol and LongBench-E's bucket of lengths (0-4k, 4-8k, 8k+): the mean score times 100 over n samples.
SELECT
  results.run_id,
  results.model,
  results.technique,
  results.task,
  results.protocol,
  CASE WHEN samples.length < 4000 THEN '0-4k' WHEN samples.length < 8000 THEN '4-8k' ELSE '8k+' END AS bucket,
  avg(results.score) AS score,
  count(results.score) AS n
FROM sample_results AS results
JOIN samples USING (task, sample_key)
GROUP BY results.run_id, results.model, results.technique, results.task, results.protocol, bucket
