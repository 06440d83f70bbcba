package dev.longspark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScatterChartTest {
  private static final Pattern LABEL =
      Pattern.compile("<text class=\"label\" x=\"([0-9.-]+)\" y=\"([0-9.-]+)\">([^<]+)<");

  @Test
  void labelsOfCrowdedPointsStayInsideTheDrawing() {
    List<ScatterChart.Point> points =
        IntStream.range(0, 12)
            .mapToObj(
                i -> new ScatterChart.Point("Mini+W4A16", 10 + i * 1e-3, 50 + i * 1e-3, false))
            .collect(Collectors.toList());
    points.add(new ScatterChart.Point("FP16", 1, 1, true));

    String svg = ScatterChart.of(points, "bytes", "F1");

    List<MatchResult> labels = LABEL.matcher(svg).results().toList();
    assertEquals(13, labels.size());
    for (MatchResult label : labels) {
      double end = Double.parseDouble(label.group(1)) + 7.5 * label.group(3).length();
      assertTrue(end <= 460, label.group());
    }
  }
}
