// Joins the forms of a page to the browser's passkey dialog; data-passkey says which ceremony it is.
(function () {
  const forms = window.allauth.webauthn.forms
  const ceremonies = {
    login: (ids) => forms.loginForm({ ids: { login: ids.button, credential: ids.credential } }),
    show: (ids) => forms.authenticateForm({ ids: { authenticate: ids.button, credential: ids.credential, data: 'js_data' } }),
    add: (ids) => forms.addForm({ ids: { add: ids.button, passwordless: ids.passwordless, credential: ids.credential, data: 'js_data' } })
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    ceremonies[form.dataset.passkey]({
      button: 'passkey_button',
      credential: form.elements.credential.id,
      passwordless: form.elements.passwordless && form.elements.passwordless.id
    })
  }

  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    for (const line of document.querySelectorAll('[data-passkey-trouble]')) line.hidden = false
  })
})()
