-- One row per run, model, technique, task and protocol that the paper has too (its model's name is the beginning of ours, signs and case aside): our result and the published one.
WITH theirs AS (
  SELECT
    lower(regexp_replace(model, '[^A-Za-z0-9]', '')) AS model_letters,
    technique,
    task,
    max(model) AS model,
    max(score) AS score,
    max(tokens_per_second) AS tokens_per_second,
    max(memory_gb) AS memory_gb,
    max(new_tokens) AS new_tokens,
    max(precision) AS precision,
    max(recall) AS recall,
    max(hallucination) AS hallucination,
    max(misprint) AS misprint
  FROM published
  WHERE task <> ''
  GROUP BY model_letters, technique, task
)
SELECT
  ours.run_id,
  ours.model,
  ours.technique,
  ours.task,
  ours.protocol,
  ours.n,
  theirs.model AS published_model,
  ours.score,
  theirs.score AS published_score,
  ours.score - theirs.score AS score_difference,
  ours.tokens_per_second,
  theirs.tokens_per_second AS published_tokens_per_second,
  ours.memory_gb,
  theirs.memory_gb AS published_memory_gb,
  ours.new_tokens,
  theirs.new_tokens AS published_new_tokens,
  quality.precision,
  theirs.precision AS published_precision,
  quality.recall,
  theirs.recall AS published_recall,
  quality.hallucination,
  theirs.hallucination AS published_hallucination,
  theirs.misprint
FROM task_scores AS ours
JOIN theirs
  ON startswith(lower(regexp_replace(ours.model, '[^A-Za-z0-9]', '')), theirs.model_letters)
  AND theirs.technique = ours.technique
  AND theirs.task = ours.task
LEFT JOIN answer_quality AS quality
  ON quality.run_id = ours.run_id
  AND quality.model = ours.model
  AND quality.technique = ours.technique
  AND quality.task = ours.task
  AND quality.protocol = ours.protocol
