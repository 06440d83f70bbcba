package dev.longspark.job;

import dev.longspark.inference.ExecutorEngine;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Asks the executor of local Spark whether it can work. Arguments: study file, then words for each
 * check: device and witness, a checkpoint folder whose fingerprint is to be wrong, and the driver's
 * commit; {@code cpu /warehouse/catalog.db}.
 */
final class CheckDriver {
  private CheckDriver() {}

  public static void main(String[] args) {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("check")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    SparkContext spark = new SparkContext(conf);
    for (int i = 1; i < args.length; i++) {
      String[] pair = args[i].split(" ", -1);
      StudyPlan plan =
          StudyResolver.plan(TinyStudy.read(Path.of(args[0]), "resources.device=" + pair[0]));
      try {
        Map<String, String> checkpoints = pair.length > 2 ? Map.of(pair[2], "another") : Map.of();
        String commit = pair.length > 3 ? pair[3] : BuildInfo.read().commit();
        new ExecutorCheck(ExecutorEngine.of(plan), pair[1], checkpoints, commit).run(spark);
        System.out.println("can work");
      } catch (RunFailedException e) {
        System.out.println(e.getMessage());
      }
    }
    spark.stop();
  }
}
