/**
 * Results into pages and pictures. In come the rows of the result views of some runs; out go one
 * self-contained HTML page, Markdown, CSV and LaTeX tables on disk, and tables for a terminal.
 *
 * <p>All of them are written from the same {@link dev.longspark.report.ReportTable}s. Pictures are
 * SVG inside the page: no script, no font and no file beside it is needed. They are drawn here and
 * not by a chart library: XChart's SVG has every letter as an outline, some 200 KB a chart that no
 * screen reader and no search can read, in colours that do not follow the page into the dark.
 * Whatever a model wrote is escaped: it is untrusted text.
 *
 * <p>Start reading at {@link dev.longspark.report.RunReport}.
 */
package dev.longspark.report;
