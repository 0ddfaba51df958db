import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/ca.pem`: the certificate to trust (`AWS_CA_BUNDLE`) for `https://` on this port.
  func certificateAuthority(_ call: AdminCall) {
    guard let pem = authority?() else {
      call.answer(503, ["error": "there is no certificate"])
      return
    }
    call.answer(200, pem, type: "application/x-pem-file")
  }

  /// `GET /_cauce/sns/SimpleNotificationService-….pem`: the certificate that SNS's messages name as their `SigningCertURL`.
  func signingCertificate(_ call: AdminCall) {
    guard let pem = inspection?.signingCertificate(call.parts[1]) else {
      call.answer(404, ["error": "there is no such certificate"])
      return
    }
    call.answer(200, pem, type: "application/x-pem-file")
  }
}
