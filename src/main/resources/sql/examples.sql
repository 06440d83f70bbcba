-- One row per generation with its question and text; place ranks the samples of a task by how far the techniques' scores lie apart, from 1.
WITH told AS (
  SELECT
    g.run_id,
    g.model,
    g.technique,
    g.task,
    g.protocol,
    g.sample_key,
    samples.sample_id,
    samples.question,
    samples.answers,
    samples.length AS words,
    samples.fields,
    g.status,
    coalesce(g.text, g.message) AS text,
    g.finish_reason,
    g.prompt_tokens,
    g.new_tokens,
    r.score,
    r.precision,
    r.recall,
    r.hallucination,
    r.e2e_s,
    max(r.score) OVER (PARTITION BY g.run_id, g.model, g.task, g.protocol, g.sample_key)
      - min(r.score) OVER (PARTITION BY g.run_id, g.model, g.task, g.protocol, g.sample_key)
      AS spread
  FROM latest_generations AS g
  LEFT JOIN samples USING (task, sample_key)
  LEFT JOIN sample_results AS r
    USING (run_id, model, technique, task, protocol, sample_key)
)
SELECT
  *,
  dense_rank() OVER (
    PARTITION BY run_id, model, task, protocol
    ORDER BY spread DESC NULLS LAST, sample_key
  ) AS place
FROM told
