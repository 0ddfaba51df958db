extension ServiceDescription {
  /// The format of one of the service's protocols.
  package func format(_ name: WireProtocol) -> any WireFormat {
    switch name {
    case .awsJSON(let version): AWSJSON(self, version: version)
    case .awsQuery: AWSQuery(self)
    case .restXML: RestXML(self)
    case .restJSON: RestJSON(self)
    case .rpcV2CBOR: RPCv2CBOR(self)
    case .kinesisCBOR: KinesisCBOR(self)
    }
  }
}
