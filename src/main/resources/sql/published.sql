-- One row per published table, model, technique and task (empty in Table 2, a mean of four tasks): the paper's numbers, scores times 100; of a row that is a known misprint, only the note.
WITH systems AS (
  SELECT 3 AS table_number, * FROM published_table3
  UNION ALL
  SELECT 4 AS table_number, * FROM published_table4
  UNION ALL
  SELECT 6 AS table_number, * FROM published_table6
),
quality AS (
  SELECT 2 AS table_number, 'Llama3.1-8B' AS model, technique, '' AS dataset, f1, precision, recall, hallucination
  FROM published_table2
  UNION ALL
  SELECT 5 AS table_number, model, technique, dataset, f1, precision, recall, hallucination
  FROM published_table5
  UNION ALL
  SELECT 7 AS table_number, model, technique, dataset, f1, precision, recall, hallucination
  FROM published_table7
)
SELECT
  systems.table_number,
  systems.model,
  systems.technique,
  systems.dataset AS task,
  CASE WHEN note IS NULL THEN 100 * score END AS score,
  CASE WHEN note IS NULL THEN tokens_per_second END AS tokens_per_second,
  CASE WHEN note IS NULL THEN memory_gb END AS memory_gb,
  CASE WHEN note IS NULL THEN generated_tokens END AS new_tokens,
  CAST(NULL AS DOUBLE) AS f1,
  CAST(NULL AS DOUBLE) AS precision,
  CAST(NULL AS DOUBLE) AS recall,
  CAST(NULL AS DOUBLE) AS hallucination,
  note AS misprint
FROM systems
LEFT JOIN published_misprints AS m
  ON m.table_number = systems.table_number
  AND m.model = systems.model
  AND m.technique = systems.technique
  AND m.dataset = systems.dataset
UNION ALL
SELECT
  table_number,
  model,
  technique,
  dataset,
  NULL,
  NULL,
  NULL,
  NULL,
  f1,
  precision,
  recall,
  hallucination,
  NULL
FROM quality
