import Protocols

/// Credentials that end.
enum Credentials: StructureShape {
  static let accessKeyID = Required<String>("AccessKeyId")
  static let secretAccessKey = Required<String>("SecretAccessKey")
  static let sessionToken = Required<String>("SessionToken")
  static let expiration = Required<Timestamp>("Expiration")
  static let shape = structure("Credentials", accessKeyID, secretAccessKey, sessionToken, expiration)

  static func of(_ issued: IssuedCredentials, _ session: IssuedCredentials.Session) -> Values<Credentials> {
    .with {
      $0[accessKeyID] = issued.accessKey
      $0[secretAccessKey] = issued.secretKey
      $0[sessionToken] = session.token
      // Whole seconds, as STS tells them.
      $0[expiration] = Timestamp(seconds: Int64(session.expires / 1000))
    }
  }
}
