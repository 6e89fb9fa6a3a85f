from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_release_protected")]

    operations = [
        migrations.AddField(model_name="release", name="sums", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="release", name="audited_tables", field=models.PositiveIntegerField(blank=True, null=True)
        ),
    ]
