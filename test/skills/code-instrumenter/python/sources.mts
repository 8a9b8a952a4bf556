/** A small application of FastAPI, and of Flask or FastAPI made by a factory. */

export const FASTAPI =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef home():\n    return 1\n'

export const FACTORY =
  'from fastapi import FastAPI\nfrom . import views\n\n\ndef create_app():\n    app = FastAPI()\n    return app\n'
