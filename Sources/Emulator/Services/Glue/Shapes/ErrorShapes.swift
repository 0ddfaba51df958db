import Protocols

extension ErrorDetail {
  static func of(_ error: AWSError) -> Values<ErrorDetail> {
    .with {
      $0[errorCode] = error.code
      $0[errorMessage] = error.message
    }
  }
}

extension PartitionError {
  static func of(_ values: [String], _ error: AWSError) -> Values<PartitionError> {
    .with {
      $0[partitionValues] = values
      $0[errorDetail] = ErrorDetail.of(error)
    }
  }
}
