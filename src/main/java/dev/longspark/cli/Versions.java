package dev.longspark.cli;

import dev.longspark.job.BuildInfo;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** What runs: this program and the libraries that a result may depend on, one line each. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.read();
    String changed = build.dirty().equals("true") ? ", changed" : "";
    return Stream.concat(
            Stream.of(
                "longspark %s (commit %s%s)".formatted(build.version(), build.commit(), changed)),
            build.libraries().stream()
                .map(each -> "%-9s %s".formatted(each.getKey(), each.getValue())))
        .toArray(String[]::new);
  }
}
