-- One row per run, task, technique, protocol and model (Table 3): the cell's result, and its factors against the model's own baseline, to see what holds for larger models.
SELECT
  s.run_id,
  s.task,
  s.technique,
  s.protocol,
  s.model,
  s.score,
  s.tokens_per_second,
  s.memory_gb,
  s.new_tokens,
  s.n,
  s.failures,
  s.out_of_memory,
  g.score_change_percent,
  g.memory_saving,
  g.throughput_gain,
  g.speedup
FROM task_scores AS s
LEFT JOIN relative_gain AS g
  USING (run_id, model, technique, task, protocol)
