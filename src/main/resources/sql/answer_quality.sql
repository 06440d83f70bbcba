-- One row per run, model, technique, question-answering task and protocol: means times 100 over n samples; hallucination is undefined for some answers, so it has counts of its own; hallucination_shuffled is the control against other samples' contexts.
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
  count(s.scored) AS n,
  count(s.hallucination) AS hallucination_n,
  count(s.scored) - count(s.hallucination) AS hallucination_undefined,
  100 * avg(s.hallucination_shuffled) AS hallucination_shuffled,
  count_if(g.status = 'FAILED') AS failures,
  count_if(g.status = 'OUT_OF_MEMORY') AS out_of_memory,
  max(g.benchmark) AS benchmark,
  max(g.category) AS category
FROM latest_generations AS g
LEFT JOIN (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    sample_key,
    max(value) FILTER (WHERE metric NOT LIKE 'hallucination%') AS scored,
    max(value) FILTER (WHERE metric = 'qa_f1') AS f1,
    max(value) FILTER (WHERE metric = 'qa_precision') AS precision,
    max(value) FILTER (WHERE metric = 'qa_recall') AS recall,
    max(value) FILTER (WHERE metric = 'hallucination') AS hallucination,
    max(value) FILTER (WHERE metric = 'hallucination_shuffled') AS hallucination_shuffled
  FROM latest_scores
  GROUP BY run_id, model, technique, task, protocol, sample_key
) AS s
  USING (run_id, model, technique, task, protocol, sample_key)
WHERE g.scope = 'qa'
GROUP BY g.run_id, g.model, g.technique, g.task, g.protocol
