-- One row per run and model: the technique that the others are compared with, FP16 where it was run, else FP32, else BF16.
SELECT
  run_id,
  model,
  min_by(technique, array_position(array('FP16', 'FP32', 'BF16'), technique)) AS baseline
FROM latest_generations
WHERE technique IN ('FP16', 'FP32', 'BF16')
GROUP BY run_id, model
