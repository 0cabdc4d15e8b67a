import { jarFolder } from './jar-folder';
import release from './kafka-4.1.0.jars.json';

/** The folder that holds every jar of the broker. */
export function kafkaJars(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  return jarFolder(
    {
      name: `Kafka ${release.kafka}`,
      folder: `kafka-${release.kafka}`,
      jars: release.jars,
      waysOut: [
        'start Docker and run: docker pull apache/kafka:4.1.0',
        'point KAFKA_BROKERS at a Kafka 3.5 or newer (host:9092)',
      ],
    },
    env,
    say,
  );
}
