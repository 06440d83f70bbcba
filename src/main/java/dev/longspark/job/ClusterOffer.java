package dev.longspark.job;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.deploy.DeployMessages.RequestMasterState$;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import scala.reflect.ClassTag;

/** What a standalone Master says of its Workers, beside what the application asks for. */
final class ClusterOffer {
  private static final String SCHEME = "spark://";

  private ClusterOffer() {}

  /** One line; empty where there is no standalone Master. */
  static String describe(SparkContext spark) {
    if (!spark.master().startsWith(SCHEME)) {
      return "";
    }
    String first = spark.master().substring(SCHEME.length()).split(",", -1)[0];
    try {
      RpcEndpointRef master =
          spark.env().rpcEnv().setupEndpointRef(RpcAddress.fromSparkURL(SCHEME + first), "Master");
      MasterStateResponse state =
          master.askSync(RequestMasterState$.MODULE$, ClassTag.apply(MasterStateResponse.class));
      WorkerInfo[] alive =
          Arrays.stream(state.workers()).filter(WorkerInfo::isAlive).toArray(WorkerInfo[]::new);
      OptionalInt largest = Arrays.stream(alive).mapToInt(WorkerInfo::memory).max();
      if (largest.isEmpty()) {
        return "the Master has no Worker";
      }
      return "the largest of %d Workers has %d MiB (%d cores free in all), an executor asks for %d MiB"
          .formatted(
              alive.length,
              largest.getAsInt(),
              Arrays.stream(alive).mapToInt(WorkerInfo::coresFree).sum(),
              spark.executorMemory());
    } catch (Exception e) { // Scala throws checked ones that it does not declare
      return "the Master at " + first + " does not answer";
    }
  }
}
