from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_faults")]

    operations = [
        migrations.AddField(model_name="release", name="protected", field=models.JSONField(default=list)),
    ]
