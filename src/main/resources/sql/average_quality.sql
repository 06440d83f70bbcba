-- One row per run, model, technique, protocol and benchmark (Table 2): the plain mean of the question-answering tasks' means, times 100.
SELECT
  run_id,
  model,
  technique,
  protocol,
  avg(f1) AS f1,
  avg(precision) AS precision,
  avg(recall) AS recall,
  avg(hallucination) AS hallucination,
  count(*) AS tasks,
  sum(n) AS n,
  sum(hallucination_n) AS hallucination_n,
  sum(hallucination_undefined) AS hallucination_undefined,
  avg(hallucination_shuffled) AS hallucination_shuffled,
  sum(failures) AS failures,
  sum(out_of_memory) AS out_of_memory,
  benchmark
FROM answer_quality
GROUP BY run_id, model, technique, protocol, benchmark
