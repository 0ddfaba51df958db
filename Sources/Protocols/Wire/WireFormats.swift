extension ServiceDescription {
  /// The format of one of the service's protocols.
  package func format(_ name: WireProtocol) -> any WireFormat {
    switch name {
    case .awsJSON(let version): AWSJSON(self, version: version)
    default: AWSJSON(self, version: "1.1")
    }
  }
}
