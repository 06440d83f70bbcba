-- One row per run, model, technique, protocol, benchmark and scope (all tasks, qa, summarization, other: what each task says): plain means of the tasks' means.
SELECT
  run_id,
  model,
  technique,
  protocol,
  counted AS scope,
  avg(score) AS score,
  avg(tokens_per_second) AS tokens_per_second,
  avg(memory_gb) AS memory_gb,
  avg(new_tokens) AS new_tokens,
  avg(ttft_s) AS ttft_s,
  avg(e2e_s) AS e2e_s,
  count(*) AS tasks,
  sum(n) AS n,
  sum(failures) AS failures,
  sum(out_of_memory) AS out_of_memory,
  benchmark
FROM task_scores
LATERAL VIEW explode(array('all', scope)) AS counted
GROUP BY run_id, model, technique, protocol, benchmark, counted
