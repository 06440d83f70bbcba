-- One row per run, model, technique, question-answering task and protocol: means times 100 over n samples; hallucination is undefined for some answers, so it has its own count.
SELECT
  g.run_id,
  g.model,
  g.technique,
  g.task,
  g.protocol,
  100 * avg(s.f1) AS f1,
  100 * avg(s.precision) AS precision,
  100 * avg(s.recall) AS recall,
  100 * avg(s.hallucination) AS hallucination,
  count(s.f1) AS n,
  count(s.hallucination) AS hallucination_n,
  count_if(g.status = 'FAILED') AS failures,
  count_if(g.status = 'OUT_OF_MEMORY') AS out_of_memory
FROM latest_generations AS g
LEFT JOIN (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    sample_key,
    max(value) FILTER (WHERE metric = 'qa_f1') AS f1,
    max(value) FILTER (WHERE metric = 'qa_precision') AS precision,
    max(value) FILTER (WHERE metric = 'qa_recall') AS recall,
    max(value) FILTER (WHERE metric = 'hallucination') AS hallucination
  FROM latest_scores
  GROUP BY run_id, model, technique, task, protocol, sample_key
) AS s
  ON s.run_id = g.run_id
  AND s.model = g.model
  AND s.technique = g.technique
  AND s.task = g.task
  AND s.protocol = g.protocol
  AND s.sample_key = g.sample_key
WHERE g.metric = 'qa_f1'
GROUP BY g.run_id, g.model, g.technique, g.task, g.protocol
