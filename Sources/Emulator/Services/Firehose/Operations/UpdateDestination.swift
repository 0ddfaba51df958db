import Protocols
import Runtime
import Storage

/// Changes the destination: what is given replaces, what is not stays. Objects from then on bear the new version; what is
/// sealed already keeps the names that it has.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_UpdateDestination.html
enum UpdateDestination: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let currentDeliveryStreamVersionID = Required<String>(
      "CurrentDeliveryStreamVersionId", .length(1...50), .pattern("[0-9]+"))
    static let destinationID = Required<String>("DestinationId", .length(1...100), .pattern("[a-zA-Z0-9-]+"))
    static let s3DestinationUpdate = Member<Values<S3DestinationUpdate>>("S3DestinationUpdate")
    static let extendedS3DestinationUpdate = Member<Values<ExtendedS3DestinationUpdate>>("ExtendedS3DestinationUpdate")
    static let redshiftDestinationUpdate = Member<Values<RedshiftDestinationUpdate>>(
      "RedshiftDestinationUpdate")
    static let elasticsearchDestinationUpdate = Member<Values<ElasticsearchDestinationUpdate>>(
      "ElasticsearchDestinationUpdate")
    static let amazonopensearchserviceDestinationUpdate = Member<Values<AmazonopensearchserviceDestinationUpdate>>(
      "AmazonopensearchserviceDestinationUpdate")
    static let splunkDestinationUpdate = Member<Values<SplunkDestinationUpdate>>(
      "SplunkDestinationUpdate")
    static let httpEndpointDestinationUpdate = Member<Values<HttpEndpointDestinationUpdate>>(
      "HttpEndpointDestinationUpdate")
    static let amazonOpenSearchServerlessDestinationUpdate = Member<
      Values<AmazonOpenSearchServerlessDestinationUpdate>
    >(
      "AmazonOpenSearchServerlessDestinationUpdate")
    static let snowflakeDestinationUpdate = Member<Values<SnowflakeDestinationUpdate>>(
      "SnowflakeDestinationUpdate")
    static let icebergDestinationUpdate = Member<Values<IcebergDestinationUpdate>>(
      "IcebergDestinationUpdate")
    static let shape = structure(
      "UpdateDestinationInput", deliveryStreamName, currentDeliveryStreamVersionID, destinationID, s3DestinationUpdate,
      extendedS3DestinationUpdate, redshiftDestinationUpdate, elasticsearchDestinationUpdate,
      amazonopensearchserviceDestinationUpdate, splunkDestinationUpdate, httpEndpointDestinationUpdate,
      amazonOpenSearchServerlessDestinationUpdate, snowflakeDestinationUpdate, icebergDestinationUpdate)
  }
  enum Output: StructureShape {
    static let shape = structure("UpdateDestinationOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    var settings = stream.settings
    let given = input[Input.currentDeliveryStreamVersionID]
    if given != String(settings.version) {
      throw AWSError(
        "ConcurrentModificationException",
        "Cannot update firehose: \(stream.name) since the current version id: \(settings.version) and specified version "
          + "id: \(given) do not match")
    }
    if input[Input.destinationID] != S3Destination.id {
      throw AWSError.invalidArgument("Destination Id \(input[Input.destinationID]) not found")
    }
    let changes = try changes(input)
    var merged = settings.destination.configuration.structure.members
    for member in changes { merged[member.key] = member.value }
    let configuration = Values<ExtendedS3DestinationConfiguration>(
      try Structure(json: JSONValue.object(merged).bytes, ExtendedS3DestinationConfiguration.shape))
    try S3Destination.refuseConversions(configuration, name)
    settings.destination = try S3Destination(configuration)
    settings.version += 1
    settings.updated = Int(request.now.milliseconds)
    try service.store.update(stream, settings)
    service.store.round.afterCommit {
      // The new size or interval may be over already.
      stream.deliverySignal.raise()
      service.watch(stream)
    }
    return .now(Values())
  }

  private static func changes(_ input: Values<Input>) throws(AWSError) -> [JSONObject.Member] {
    let others: [AnyMember] = [
      Input.redshiftDestinationUpdate, Input.elasticsearchDestinationUpdate,
      Input.amazonopensearchserviceDestinationUpdate, Input.splunkDestinationUpdate,
      Input.httpEndpointDestinationUpdate, Input.amazonOpenSearchServerlessDestinationUpdate,
      Input.snowflakeDestinationUpdate, Input.icebergDestinationUpdate,
    ]
    for other in others where input.has(other) {
      throw AWSError.invalidArgument("The destination \(other.name) is not emulated.")
    }
    switch (input[Input.s3DestinationUpdate], input[Input.extendedS3DestinationUpdate]) {
    case (nil, nil):
      throw AWSError.invalidArgument("Exactly one destination configuration is required for a Firehose")
    case (_?, _?):
      throw AWSError.invalidArgument("Exactly one destination configuration is supported for a Firehose")
    case (let plain?, nil): return plain.structure.members.members
    case (nil, let extended?): return extended.structure.members.members
    }
  }
}

extension Structure {
  /// By the names of the wire.
  fileprivate var members: JSONObject {
    (try? JSONValue.parse(json))?.object ?? JSONObject()
  }
}
